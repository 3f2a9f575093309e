-- What products are grouped by: one row per name and kind, made when a product first names it.
CREATE TABLE product_group (
    tenant uuid NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('TYPE', 'FAMILY', 'BRAND', 'CATEGORY')),
    name text NOT NULL,
    CONSTRAINT product_group_pkey PRIMARY KEY (tenant, id),
    CONSTRAINT product_group_name UNIQUE (tenant, kind, name)
);
CALL crmedge_system.back_office_table('product_group');

-- The version grows with each change; a sale keeps the version it was priced by.
CREATE TABLE product (
    tenant uuid NOT NULL,
    id uuid NOT NULL,
    sku text NOT NULL,
    name text NOT NULL,
    description text,
    classification text NOT NULL CHECK (classification IN (
        'TERMED_SERVICE', 'USAGE_SERVICE', 'ONE_TIME_SERVICE', 'EXPENSES_SERVICE',
        'TRACEABLE_PHYSICAL_GOOD', 'NON_TRACEABLE_PHYSICAL_GOOD')),
    composition text NOT NULL CHECK (composition IN ('FLAT', 'FIXED_BUNDLE', 'FLEXIBLE_BUNDLE', 'COMPOSITE')),
    type uuid,
    family uuid,
    brand uuid,
    category uuid,
    version int NOT NULL CHECK (version > 0),
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    CONSTRAINT product_pkey PRIMARY KEY (tenant, id),
    CONSTRAINT product_sku UNIQUE (tenant, sku)
);
CALL crmedge_system.back_office_table('product');

-- Price of one unit in major units of the currency, as a decimal: a price is not an amount of money.
CREATE TABLE product_price (
    tenant uuid NOT NULL,
    id uuid NOT NULL,
    product uuid NOT NULL,
    currency char(3) NOT NULL,
    supply_method text CHECK (supply_method IN ('DELIVERY', 'PICK_UP', 'DIRECT_SALE')),
    tax_model text NOT NULL CHECK (tax_model IN ('TAX_INCLUSIVE', 'TAX_EXCLUSIVE')),
    price numeric(20, 6) NOT NULL CHECK (price >= 0),
    is_default boolean NOT NULL,
    CONSTRAINT product_price_pkey PRIMARY KEY (tenant, id),
    CONSTRAINT product_price_case UNIQUE NULLS NOT DISTINCT (tenant, product, currency, supply_method),
    FOREIGN KEY (tenant, product) REFERENCES product (tenant, id)
);
CALL crmedge_system.back_office_table('product_price');
