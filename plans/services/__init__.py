"""What can be done with plans: every act locks, leaves a change with its author, and is judged at once."""
