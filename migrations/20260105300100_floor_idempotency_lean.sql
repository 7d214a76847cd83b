-- Answers are found by their key; those that nobody asks for any more are taken out at night, the oldest first.
drop index floor_idempotency_at;
