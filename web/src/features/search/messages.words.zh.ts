export default {
  title: "用文字",
  label: "用文字说明要找的画面",
  placeholder: "雪地里的狗",
  clear: "清除文字",
  weight: "文字的权重",
  like: "画面中有",
  unlike: "画面中没有",
  ignored: "文字不计入",
  try: "试试",
  ideas: { one: "雪地里的狗", two: "海滩上的人", three: "穿红衬衫的孩子", four: "路上的自行车" },
  notes: {
    title: "没有听懂的词",
    "words-unknown_other": "没有听懂，图库的描述、标签和名称里也没有。",
    "words-as-text_other": "模型不认识，只在描述、标签或名称里找到。",
  },
};
