import { describe, expect, test } from "vitest";
import { clean } from "../../src/clean/index.ts";
import { extract } from "../../src/extract/index.ts";
import { createSourceLoader } from "../../src/intake/index.ts";
import { detachedContext } from "../../src/model/index.ts";
import { documentStatements } from "../../src/statements/index.ts";

const load = createSourceLoader(() => Promise.reject(new Error("nothing is fetched here")), 1_000_000);

async function statementsOf(text: string) {
  const document = clean(await extract(await load({ from: "text", text }, detachedContext())));
  return documentStatements(document, detachedContext());
}

const readable = async (text: string): Promise<string> =>
  (await statementsOf(text))
    .filter(({ isReadable }) => isReadable)
    .map((statement) => statement.text)
    .join("\n");

describe("a message that is taken back is no statement", () => {
  test.for([
    [
      "Ann: the rehearsal is on thursday at seven in the hall\nAnn: no wait, it's friday at seven\nBea: ok who brings the keys?\nCy: I can bring the keys and the lamp on friday\nBea: thanks\nAnn: the hall costs 60 euros for the evening",
      "on thursday",
      "60 euros",
    ],
    [
      "Uwe: Wir treffen uns am Samstag um neun am Bahnhof.\nUwe: Quatsch, am Sonntag um neun.\nIna: Gut, ich bringe Kaffee für alle mit.\nUwe: Der Zug fährt um 9:14 von Gleis drei.\nIna: Die Karten kosten elf Euro pro Person.",
      "am Samstag",
      "Gleis drei",
    ],
    [
      "Max: the bus leaves at 7:40 from the north gate tomorrow\nZoe: do we need tickets for the museum too?\nMax: sorry i mean 8:40\nZoe: the museum is free for groups of ten or more\nMax: great, there are fourteen of us on the list",
      "7:40",
      "groups of ten",
    ],
    [
      "Rie: 集合時間は朝の8時で駅の北口に来てください\nRie: 訂正、8時半です\nKen: わかりました、弁当は持っていきます\nRie: 参加費は一人1,200円で当日集めます\nKen: 了解です",
      "朝の8時で",
      "1,200円",
    ],
  ])("%s", async ([chat, corrected, kept]) => {
    const said = await readable(chat!);
    expect(said).not.toContain(corrected);
    expect(said).toContain(kept);
  });

  test("but one that is contradicted is", async () => {
    const said = await readable(
      "Ann: we need 40 chairs for the concert on friday\nBea: no, 50 chairs is not too many, the hall holds 120 people\nAnn: correct, then I will order fifty chairs\nCy: the stage is 6 by 4 metres and has two stairs\nBea: wait for me at the door, I come at six",
    );
    expect(said).toContain("40 chairs");
  });
});

test.for([
  [
    "HOST: This episode is made possible by Plumb, the banking app. Your first month at plumb dot com slash history is on them.\nGUEST: The canal was dug in nine years by four thousand men.\nHOST: And who paid for it?\nGUEST: The salt merchants paid two thirds of it, the king the rest.\nHOST: That is a lot of salt for one small town.",
    "first month",
    "nine years",
  ],
  [
    "ANA: Con el código BOSQUE tenéis un quince por ciento de descuento. Yo las llevo todo el año.\nLUIS: El lobo ha vuelto a once comarcas en veinte años.\nANA: ¿Y los pastores qué dicen?\nLUIS: Han perdido unas cuatrocientas ovejas al año desde entonces.\nANA: La junta paga cada oveja con ciento veinte euros.",
    "Yo las llevo",
    "once comarcas",
  ],
])("nothing of an advertisement that is read aloud is a statement: %s", async ([talk, advertisement, kept]) => {
  const said = await readable(talk!);
  expect(said).not.toContain(advertisement);
  expect(said).toContain(kept);
});

test.for([
  "Please do not hesitate to contact us if you have any questions.",
  "Für Rückfragen stehen wir Ihnen jederzeit gerne zur Verfügung.",
  "Veuillez agréer, Madame, Monsieur, l'expression de nos salutations distinguées.",
  "In attesa di un Vostro riscontro, porgiamo cordiali saluti.",
  "今後とも変わらぬご愛顧を賜りますようお願い申し上げます。",
])("the closing of a letter is no statement: %s", async (closing) => {
  expect(await readable(`The water is off on Monday from nine to three in all houses.\n\n${closing}`)).not.toContain(
    closing,
  );
});

test("a version begins a sentence, the number of a section does not", async () => {
  const fixes = "2.8.1 fixes a crash that happened when the battery was empty.";
  expect(await readable(`Changes\n\n${fixes} It is out since Monday.`)).toContain(fixes);
  const [rent] = await statementsOf("Rules\n\n3.4.2 The tenant pays the rent on the first day. The rest is agreed.");
  expect(rent!.text).toBe("The tenant pays the rent on the first day.");
});

describe("finds who speaks in what people copy", () => {
  test.for([
    [
      "columns of an export",
      "18:03\tMara\tThe boat lift is booked for Saturday.\n18:04\tIvo\tWho brings the straps?\n18:05\tMara\tI do, bring the two ladders.\n18:09\tIvo\tThe crane costs 340 euros this year.",
      ["Mara", "Ivo", "Mara", "Ivo"],
      "The crane costs 340 euros this year.",
    ],
    [
      "names above times",
      "Mira\n — Today at 18:03\nthe server moves on saturday at ten\nbjorn\n — Today at 18:05\ndo we lose the old maps?\nMira\n — Today at 18:06\nno, everything is copied to the new host\nbjorn\n — Yesterday at 18:07\ngood, i have to install the plugins again",
      ["Mira", "bjorn", "Mira", "bjorn"],
      "good, i have to install the plugins again",
    ],
    [
      "written dates",
      "Anna Berger, 12. März 2024, 14:29 Uhr:\nDie Probe am Freitag fällt aus.\n\nTom Ihle, 12. März 2024, 14:41 Uhr:\nKönnen wir in die Schule?\n\nAnna Berger, 12. März 2024, 14:55 Uhr:\nJa, die Aula ist frei.\n\nTom Ihle, 12. März 2024, 15:10 Uhr:\nDann sage ich den anderen Bescheid.",
      ["Anna Berger", "Tom Ihle", "Anna Berger", "Tom Ihle"],
      "Dann sage ich den anderen Bescheid.",
    ],
  ] as const)("%s", async ([, chat, speakers, last]) => {
    const statements = await statementsOf(chat);
    expect(statements.map(({ speaker }) => speaker)).toEqual(speakers);
    expect(statements.at(-1)!.text).toBe(last);
  });
});
