//! The server: pages for residents, the client council and the municipality.
