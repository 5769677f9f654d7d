"""The figures for machines: JSON, CSV and SDMX-CSV below `/api/v1`, described by one OpenAPI document."""
