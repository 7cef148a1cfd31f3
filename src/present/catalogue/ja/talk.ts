import type { talk as english } from "../en/index.ts";
import type { Translated } from "../entries.ts";

export const talk: Translated<typeof english> = {
  greeting:
    "こんにちは。記事、ファイル、長い文章を、要点ごとに引用を付けて要約します。使い方は3つあります。\n- リンクかファイルを投稿して、私にメンションする\n- /要約 を使う\n- メッセージを右クリック ▸ アプリ ▸ 要約\nそのあとは、内容について何でも聞いてください。",
  needsModel: "それにはAIモデルが必要ですが、設定されていません。",
  whichCard: "ここには文書がいくつかあります。対象のカードに返信してください。",
  threadHelp:
    "本文について質問するか、ご希望をどうぞ：\n- 短く · 長く · 要点 · 箇条書き\n- やさしく · 英語で\n- 第3章 · 費用についての部分",
};
