//! What the words mean: questionnaires, answers, themes, signals. No I/O, no SQL, no pages.
