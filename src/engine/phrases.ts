/**
 * Words by which a sentence hangs on the one before it, in the main languages: pronouns and connectives. It is a hint
 * only; what begins with none of them may still need its neighbours.
 */
const DEPENDENT =
  "he she it they his her its their him them this that these those such both another others but and so or nor yet also however therefore moreover meanwhile then instead still otherwise nevertheless furthermore besides thus hence here there we i our my you your " +
  "er es sie ihr ihre ihren ihrem sein seine seinen dies diese dieser dieses dieses jener jene dort aber und oder doch jedoch auch außerdem zudem dennoch deshalb daher dann danach damit dabei dazu darauf darum so stattdessen wir ich " +
  "il elle ils elles ce cet cette ces cela ça son sa ses leur leurs lui mais et ou donc or ni car aussi cependant pourtant ensuite puis ainsi alors toutefois enfin nous je on " +
  "él ella ellos ellas esto esta este estos estas eso esa ese esos esas su sus pero y e o ni sino aunque además también sin entonces luego así nosotros yo " +
  "ele ela eles elas isto isso esse essa esses essas seu sua seus suas mas também porém entretanto contudo então além eu nós " +
  "lui lei loro essi questo questa questi queste quello quella suo sua suoi ma anche inoltre tuttavia quindi poi così dunque noi io " +
  "он она оно они его её ее их ему ей им это этот эта эти тот та те там но и а или однако также тоже поэтому затем потом так мы я при " +
  "on ona ono oni one jego jej ich to ten ta te tam ale i a lub jednak także też dlatego potem więc my ja " +
  "o onlar bu şu bunlar onun ama ve fakat ancak ayrıca böylece " +
  "هو هي هم هذا هذه ذلك تلك لكن ولكن كما وهو وهي ثم هناك";
const DEPENDENT_WORDS = new Set(DEPENDENT.split(" "));
/** Chinese and Japanese have no spaces: what a sentence may begin with there. */
const DEPENDENT_CJK =
  /^(?:他|她|它|他们|她们|它们|他們|她們|它們|这|這|那|此|其|但|而|并|並|也|还|還|因此|所以|然而|不过|不過|同时|同時|另外|此外|于是|於是|我|我们|我們|彼|これ|それ|あれ|この|その|あの|しかし|だが|でも|また|そして|そこで|さらに|一方|なお|ただ)/u;

/** Whether a sentence begins with a pronoun or a connective, so that it may not be understood alone. */
export function isDependent(sentence: string): boolean {
  const start = sentence.replace(/^[^\p{L}\p{N}]+/u, "");
  const word = /^[\p{L}\p{M}]+/u.exec(start)?.[0].toLowerCase() ?? "";
  return DEPENDENT_WORDS.has(word) || DEPENDENT_CJK.test(start);
}
