import type { talk as english } from "../en/index.ts";
import type { Translated } from "../entries.ts";

export const talk: Translated<typeof english> = {
  greeting:
    "こんにちは!記事やファイル、長い文章を要約します。どの要点にも原文の引用が付きます。使い方は3つです。\n- リンクかファイルを投稿して、私をメンションする\n- /要約 を使う\n- メッセージを右クリック ▸ アプリ ▸ 要約\nそのあとは、内容について質問できます。",
  needsModel: "それにはAIモデルが必要ですが、設定されていません。",
  whichCard: "ここには文書がいくつかあります。対象のカードに返信してください。",
};
