"""The versions of the database, run by alembic."""
