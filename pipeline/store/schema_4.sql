-- Schema 4: the order of the queue with the tones beside it, so that what is
-- flagged with a tone is found in that order without reading the places.

DROP INDEX place_rank;
CREATE INDEX place_rank ON place (lane, rank DESC, model, tones);
