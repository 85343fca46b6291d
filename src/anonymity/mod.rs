//! Keys, nullifiers, MACs and the mixing plan: pure functions over bytes. See the design in docs/anonimiteit.md.
