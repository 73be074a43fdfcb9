"""Each real client, driven headless: one module with the same members, so that one table of cases can run over all."""
