const wordSet = (words: string): Set<string> => new Set(words.split(" "));

/**
 * The most frequent function words of each language, including question words. They carry no information about the
 * topic.
 */
const STOP_WORDS: Record<string, Set<string>> = {
  en: wordSet(
    "a an and are as at be been but by can could did do does for from had has have he her him his how i if in into is it its me my of on or our she so than that the their them then there these they this to was we were what when where which who whom why will with would you your s t many much",
  ),
  de: wordSet(
    "aber als also am an auch auf aus bei beim bin bis bist da dabei damit dann das dass dem den denn der des die dies diese diesem diesen dieser dieses doch du durch ein eine einem einen einer eines er es für gab gibt hat hatte hatten haben ich ihm ihn ihr ihre ihrem ihren ihrer im in ins ist ja kann können man mit nach noch nur ob oder sein seine seinem seinen seiner sehr sich sie sind so über um und uns unter viel viele vielen vom von vor war waren warum was welche welchem welchen welcher welches wem wen wenn wer werden wessen wie wir wird wo wodurch woher wohin worden wozu wurde wurden zu zum zur zwischen",
  ),
  es: wordSet(
    "a al algo ante aquel aunque cada como con cual cuales cuando cuanta cuantas cuanto cuantos cuál cuáles cuándo cuánta cuántas cuánto cuántos cómo de del desde donde dónde durante e el ella ellas ellos en entre era eran es esa ese eso esta estaba estaban estas este esto estos está están fue fueron ha haber había habían han hasta hay la las le les lo los me mi muy más ni o para pero por porque que quien quienes quién quiénes qué se según ser si sido sin sobre son su sus sí también tan tiene tienen todo tras tuvo u un una unas uno unos y ya yo",
  ),
  fr: wordSet(
    "a ai ainsi au aux avait avec c ce ces cet cette ceux chez comme comment combien d dans de depuis des dont du elle elles en entre est et eu eux fait fut furent il ils j je l la le les leur leurs lui m mais me même n ne nous on ont ou où par pas pendant plus pour pourquoi qu quand que quel quelle quelles quels qui quoi s sa sans se ses si son sont sous sur t tous tout très un une vers vous y été étaient était être",
  ),
  it: wordSet(
    "a ad agli ai al alla alle allo anche c che chi ci come con cosa cui d da dagli dai dal dalla dalle degli dei del della delle dello di dove e ed era erano essere fra fu furono gli ha hanno i il in io l la le lei li lo loro ma nei nel nella nelle non o per perché più quale quali quando quanta quante quanti quanto questa queste questi questo se si sia sono stata stati stato su sua sue sui sul sulla suo suoi tra tu un una uno",
  ),
  pt: wordSet(
    "a ao aos as até com como da das de depois do dos e ela elas ele eles em entre era eram essa esse esta este está eu foi foram há isso isto já lhe mais mas me muito na nas no nos não o onde os ou para pela pelas pelo pelos por porque qual quais quando quanta quantas quanto quantos que quem se sem ser seu seus sido sobre sua suas são também tem têm um uma à às é",
  ),
  nl: wordSet(
    "aan al als bij dan dat de der deze die dit door een en er had hebben heeft het hij hoe hoeveel hun ik in is je kan maar me met naar niet nog nu of om ook op over te tegen ten toen tot uit van veel voor waar waarom wanneer waren was wat welk welke werd werden wie wij worden wordt ze zich zij zijn zo zou",
  ),
  pl: wordSet(
    "a aby ale bez był była było były być co czy czyj dla do gdy gdzie go i ich ile ilu im ja jak jaka jaki jakie jakiego jakiej jakim jako jego jej jest jeszcze już kiedy kim kogo komu która które którego której którzy który którym kto lub ma mają mu na nad nie o od oraz po pod przed przez przy roku są się ta tak także te tego tej ten to tu tym w we z za ze że",
  ),
  ru: wordSet(
    "а без бы был была были было быть в во где да для до его ее её если есть еще ещё же за зачем и из или им их к как какая какие каким каких какого какое какой каком какому какую когда кого кому которая которого которое которой которые который которым которых кто куда ли между мне много может на над не него нее неё ней нет ни но ну о об он она они оно от откуда по под почему при про с сколько со так также такой там то тоже только того тот у уже чего чей чем через что чтобы чём эта эти это этого этой этом этот эту я является являются",
  ),
  tr: wordSet(
    "acaba ama ancak bir biri birkaç bu bunlar bunu çok da daha de diye en gibi göre hangi hangisi hangileri hem her hiç için ile ise kaç kadar kendi ki kim kime kimi kimin kimdir kimdi kimler mi mu mı mü ne neden nedir neydi neler nerede nereden nereye nasıl ne o olan olarak oldu olduğu olmuştur onun onlar onların sonra şey şu tarafından tüm ve veya ya yani zaman var vardı vardır",
  ),
  vi: wordSet(
    "ai bao bị bởi các cái cả cho chúng có của cũng do đã đang đâu đây đến để đó được gì hay khi không là làm lúc mà mấy mỗi nào này nên như nhưng những ở ra rằng rất sau sao sẽ tại thì theo thế trong trên từ và vào vẫn vì về với việc bằng thứ loại điều một năm nhiều cùng người nó ông",
  ),
  ar: wordSet(
    "ا أن أنه أو أي أين إلى إن إنه اذا إذا التي الذي الذين الى ان او اي بعد بعض بها به بين تلك تم ثم حتى حيث خلال دون ذلك عن عند عندما على علي غير فقط في فيها فيه قبل قد كان كانت كانوا كل كم كما كيف لا لم لماذا لن له لها لهم ليس ما ماذا متى مع مثل مدى من منذ منها منه من هذا هذه هل هم هو هي هناك و وقد وكان وكانت ولا وهو وهي ومن وما يكون كانو عام",
  ),
  el: wordSet(
    "αλλά αν από αυτά αυτή αυτό αυτός για δεν είναι είχε ένα ένας έχει έχουν ή η ήταν θα και κάθε κατά με μετά μέχρι μια μία να ο οι όπως όταν ότι πιο ποια ποιά ποιες ποιο ποιοι ποιον ποιος πολύ πόσα πόσες πόσο πόσοι πότε που πού πριν προς πως πώς σε στα στη στην στις στο στον στους τα τη την της τι τις το τον του τους των ως",
  ),
};
const NONE = new Set<string>();

/**
 * Returns the stop words of a language, given by its ISO 639-1 code, in lower case and with diacritics. The set is
 * empty for an unsupported language.
 */
export function stopWordsOf(language: string): Set<string> {
  return STOP_WORDS[language] ?? NONE;
}

/**
 * Matches Chinese and Japanese question words, particles and the most frequent verbs. There are no spaces between
 * words, so the tokenizer splits runs of characters at these matches.
 */
export const CJK_STOP_WORDS =
  /什[么麼]时[候间]|什[么麼]|何时|何[种處处]|[为為]何|为什|如何|怎[么麼样]|多少|哪[里裡儿些个個一]?|[谁誰]|几[个名]?|[的了是在和与與及]|[呢吗嗎吧]|です|ます|でした|ました|[はがをにのとでもへ]|いつ|どこ|だれ|なに|なぜ/u;
