"""The document around a page: head, navigation, foot, and its markup."""
