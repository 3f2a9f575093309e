-- At every instant one version of a price counts.
ALTER TABLE usage_price ADD CONSTRAINT usage_price_effective_from UNIQUE (tenant, product, currency, effective_from);
