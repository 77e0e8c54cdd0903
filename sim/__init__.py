"""hubsim: a simulator of parcel sorting hubs, parcel by parcel."""
