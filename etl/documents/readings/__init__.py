"""What the numbers of a document mean, in its tables and in its sentences, and the proposals made of them."""
