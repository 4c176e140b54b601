# A small paper for the shell tests: six articles of an invented town, one of
# them a copy.  Sourced behind tap.sh; leaves an archive.

cat >"$scratch/paper.jsonl" <<'END'
{"id":"p1","title":"Dockers walk out in Kolvik","source":"Kolvik Courier","author":"Mira Holt","date":"2026-02-10","url":"https://courier.example/1","text":"Dockers in Kolvik walked out on Tuesday, and forty ships wait outside the harbour.\n\n\"We will not go back for less,\" Dagny Morrow said. She leads the union of harbour workers.\n\nLucian Halder, who owns the cranes, called the strike a mistake."}
{"id":"p2","title":"Second week of the harbour strike","source":"The Tide","date":"2026-02-17T09:30:00Z","url":"https://tide.example/2","text":"The harbour strike in Kolvik went into its second week.\n\n\"Nobody has called me,\" said Lucian Halder. Dagny Morrow answered that his telephone works.\n\nThe ferry to Ostrel sails again on Friday."}
{"id":"p3","title":"A bridge for Ostrel","source":"Kolvik Courier","date":"2026-03-01","url":"https://courier.example/3","text":"Ostrel in the north is to have a bridge across the river, the council decided on Sunday.\n\n\"It is a good day for Ostrel,\" said Berta Senn, the mayor. The works cost nine million crowns and begin in the autumn.\n\nThe ferry will go on until the bridge is open, she said."}
{"id":"p4","title":"Halder and Morrow agree","source":"The Tide","date":"2026-03-20","url":"https://tide.example/4","text":"Dagny Morrow and Lucian Halder signed an agreement in Kolvik on Friday, and the harbour opens on Monday.\n\n\"It is not what we asked for,\" Morrow said. \"Lucian Halder knows it.\"\n\nHalder said the cranes would be ready."}
{"id":"p5","title":"Nothing at all happened","text":"It rained on the plain, and the cows did not mind. A farmer looked at the clouds, and then he went in to eat."}
{"id":"p6","title":"Second week of the harbour strike","source":"Ostrel Post","date":"2026-02-17","url":"https://post.example/6","text":"The harbour strike in Kolvik went into its second week.\n\n\"Nobody has called me,\" said Lucian Halder. Dagny Morrow answered that his telephone works.\n\nThe ferry to Ostrel sails again on Friday."}
END
feed "$scratch/paper.jsonl" add --as jsonl --jobs 1 -
[ "$status" -eq 0 ] || { cat "$scratch/err"; exit 99; }
