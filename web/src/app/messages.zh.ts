export default {
  name: "Mind’s Eye",
  skip: "跳到正文",
  navigation: "主导航",
  pages: { draw: "手写", search: "搜图", classify: "识图", teach: "自己教", describe: "描述", faces: "人脸", library: "图库", lab: "实验室", settings: "设置" },
  lost: {
    title: "没有这个页面",
    why: "链接可能已失效，或者少抄了一个字母。",
    cure: "回到画板",
  },
  fault: "这个页面出错了",
  reload: "重新载入",
};
