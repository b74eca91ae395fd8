"""Who watches over a running bot is told how it is: alive, ready, and in numbers for Prometheus."""
