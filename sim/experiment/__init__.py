"""Many runs: `replications` of one scenario, spread over processes."""
