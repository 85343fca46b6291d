//! The only user of sqlx. One file per entity; one method is one unit of work.
