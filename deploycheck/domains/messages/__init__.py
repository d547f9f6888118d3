"""Messages on topics: their Avro and JSON Schemas, who writes them and who reads them."""
