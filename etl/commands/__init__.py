"""The commands of the ETL, one file each; what takes long to import is imported when a command runs."""
