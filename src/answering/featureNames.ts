/** The features of a unit as an answer to a question, in the order of the columns of `featuresOf`. */
export const FEATURES = [
  "bias", // always 1
  "answerability", // logit that the document answers the question, judged by its words alone; from -6 to 6
  "rank", // logarithm of the unit's probability, relative to the best unit of the document
  "coverage", // idf share of the question's terms that it contains
  "contextCoverage", // the same, with its neighbours, heading and lead-in
  "previousCoverage", // the same, of the unit before it in its block
  "nextCoverage", // of the unit after it in its block
  "headingCoverage", // of its heading
  "refersBack", // coverage by the unit before it, if it begins with a pronoun or demonstrative
  "firstTerm", // match strength of the rarest term of the question
  "relativeBm25", // BM25 score, divided by the total idf of the question
  "absentName", // share of the question's names that stand nowhere in the document or its title
  "missingName", // share of the question's names that neither it nor its context has
  "otherName", // 1 if it lacks a name of the question and has another one
  "missingFresh", // share of what a follow-up question adds that neither it nor its context has
  "missingNumber", // share of the question's numbers that it lacks
  "numberFarAway", // the same, where its context does not have them either
  "yearFarAway", // as numberFarAway, for years
  "otherYear", // 1 if it has years, but not that of the question
  "missingCounted", // 1 if it lacks what is counted or measured
  "missingChosen", // 1 if it lacks what is chosen from or named
  "missingRelation", // 1 if it has none of the question's words other than names, numbers and focus
  "relationFarAway", // the same, where its context has none either
  "kindMissing_money", // 1 if this kind is asked for, and it has no candidate answer of it
  "kindMissing_percentage",
  "kindMissing_count",
  "kindMissing_duration",
  "kindMissing_time",
  "kindMissing_measure",
  "kindMissing_year",
  "kindMissing_name",
  "nobody", // 1 if somebody is asked for, and it tells of nobody or of somebody without a name
  "kindMissing_place",
  "kindMissing_reason",
  "afterRestated", // coverage by the unit before it, if a reason or an event is asked for
  "nearness", // 1 if a candidate answer stands at the focus or, if there is none, at another term of the question
  "countedElsewhere", // 1 if things are counted, and no number stands near them
  "contrast", // 1 if it has the opposite of a word of the question, and not the word
  "denies", // 1 if it is negated and the question is not
  "deniesAsked", // 1 if it denies just that whose reason is asked for
  "words", // 1 if words are asked for, and it reports or quotes words
  "spokenByAsked", // 1 if words are asked for, and the one whose words they are says it
  "spokenByOther", // 1 if words are asked for, and somebody else says it
  "frame", // 1 if it belongs to the paper rather than to the text
  "led", // coverage by the question, heading or colon that introduces it
  "ledByLine", // coverage by any other line that introduces it
  "novelty", // logarithm of one more than the number of its terms that the question does not have
  "nothingNew", // 1 if it has fewer than two such terms
  "unfinished", // 1 if it is alone in its block and ends without a full stop
  "planned", // 1 if it tells of something planned and the question of something that happened
  "short", // 1 if it has fewer than twelve characters
  "openQuestion", // 1 if the question asks for no particular kind
  "elsewhere", // idf share of the words that neither it nor its context has, but another part of the document
  "nameElsewhere", // share of the names that neither it nor its context has, but another part of the document
  "outsideClause", // idf share of the words that it has, but not in a clause with a candidate answer
  "wrongMeasure", // 1 if a certain measure is asked for, such as a length, and it has none
  "bareNumber", // 1 if a measure is asked for, and it has numbers only without units
  "supposed", // 1 if it tells of a condition, and the question of none
  "kindMissing_person", // 1 if somebody is asked for, and it has no new name
  "missingSubject", // share of what the words that are asked for are about that it lacks
  "yearMissing", // share of the question's years that neither it nor its heading has
  "missingThing", // share of the things taken for known that neither it nor what stands before it has
  "wrongCount", // 1 if it is asked how many, and it counts nothing
  "indirect", // 1 if it asks the question itself
  "speaksOfAsked", // 1 if it reports what another says of the one whose words are asked for
  "afterCondition", // coverage by the unit before it, if it is asked what happens or what to do
] as const;
export type Feature = (typeof FEATURES)[number];
