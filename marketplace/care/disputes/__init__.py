"""Something between a buyer and a shop that they do not settle alone: a parcel that never came, or a refusal."""
