export default {
  unseen: "浏览器无法显示这张图片，但服务器可以读取。",
  paste: "或粘贴：",
  camera: "摄像头",
  others_other: "{{number}} 个非图片文件已略过。",
};
