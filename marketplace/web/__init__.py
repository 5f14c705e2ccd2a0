"""What every page needs: who may enter, from where it looks, how a refusal is shown. Nothing of the domain."""
