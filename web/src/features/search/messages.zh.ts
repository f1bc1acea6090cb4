export default { title: "搜图" };
