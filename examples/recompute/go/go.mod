module billstorm/examples/recompute

go 1.22
