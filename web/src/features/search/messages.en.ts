export default { title: "Search" };
