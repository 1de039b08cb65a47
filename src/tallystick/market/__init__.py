"""What a network of carbon markets would do: prices, flows, gains."""
