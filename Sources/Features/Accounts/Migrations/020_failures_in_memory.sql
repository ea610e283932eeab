-- Failed tries are counted in memory: what stood here said when somebody had been at the door.
DROP TABLE sign_in_failures;
