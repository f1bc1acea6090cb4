export default {
  label: "图片上的区域",
  none: "还没有选区：按整张图片计算",
  some: "从 {{x}}, {{y}} 起，{{width}} × {{height}} 像素",
  help: "在图片上画一个矩形。用键盘时：Enter 开始选区，方向键移动，Shift 加方向键改变大小，同时按 Control 则每次只动一点，Delete 取消选区。",
};
