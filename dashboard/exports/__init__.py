"""What readers take away: pictures, slides, tables and packs of a view, each with its sources inside."""
