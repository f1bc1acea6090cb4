export default {
  title: "摄像头",
  close: "关闭摄像头",
  take: "拍下这一张",
  view: "摄像头画面",
  asking: "正在等待摄像头。浏览器可能会请求您的许可。",
  refused: "此页面不允许使用摄像头。请在浏览器地址栏中允许，然后重试。",
  absent: "没有找到摄像头，或者它正被其他程序使用。",
  insecure: "浏览器只在本机或 https 下允许使用摄像头。请用 http://localhost 打开，或者改为选择图片。",
  flip: "切换摄像头",
  retry: "重试",
};
