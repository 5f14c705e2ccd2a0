"""The words of taxes."""
