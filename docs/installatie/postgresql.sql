-- PostgreSQL for Achterban: run once as a superuser, then restart PostgreSQL. `achterban doctor` looks at each of these.

-- An archive and commit times keep the order in which answers came.
ALTER SYSTEM SET archive_mode = 'off';
ALTER SYSTEM SET track_commit_timestamp = 'off';

-- The log must hold no statement, no parameter and no row.
ALTER SYSTEM SET log_statement = 'none';
ALTER SYSTEM SET log_duration = 'off';
ALTER SYSTEM SET log_min_duration_statement = -1;
ALTER SYSTEM SET log_min_error_statement = 'panic';
ALTER SYSTEM SET log_error_verbosity = 'terse';
ALTER SYSTEM SET log_parameter_max_length_on_error = 0;

-- Checksums show a damaged page; they are chosen when the cluster is made: initdb --data-checksums.
-- auto_explain and pg_stat_statements may not be loaded: they keep statements.
