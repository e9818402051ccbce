"""The ground that every page stands on: whole pages and fragments, the component shelf, languages in addresses,
security headers, plain error pages, published pages, logs."""
