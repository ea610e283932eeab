-- The database counts for all rooms now what is taken from sight (Kit/Storage, takedowns).
DROP TABLE advice_changes;
