"""Import of the hackathon archive of Opendata.ch: events, challenges and projects, who took part."""
