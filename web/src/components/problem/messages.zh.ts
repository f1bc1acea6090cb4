export default {
  loading: "正在载入…",
  retry: "重试",
  cancel: "取消",
  dismiss: "关闭",
  copy: { done: "已复制", byHand: "请手动复制：", failed: "无法复制" },
  failed: "操作没有成功",
  gone: {
    title: "服务器没有回应",
    cure: "“mindseye serve” 还在运行吗？你在这里所做的一切仍会保留。",
  },
};
