-- Of PostgreSQL alone (migrations/postgres): an SQLite file compresses nothing.
SELECT 1;
