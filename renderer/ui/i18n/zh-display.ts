/** Cards and what was learnt about them, and how the window is read, in Chinese. */
export const zhDisplay = {
  cards: {
    title: '提示卡',
    perMinute: '每分钟最多几张',
    perMinuteHint: '1 – 60。紧急的提示卡不计在内',
    holdOut: '对照比例',
    holdOutHint: '0 – 50 %。在这部分通话里不显示某张卡，用来衡量它的作用',
    noiseFilter: '副驾降噪',
    noiseFilterHint: '只影响副驾听到的声音，从下一通电话起生效。实测打开后听得更少：请保持关闭，或先用录音试过再开',
    noiseFilterUse: { off: '关闭', recogniser: '仅用于转写', both: '用于关键词和转写' },
    learnt: '从您的使用中学到的',
    learntHint: '每次“用上了”或“先不用”都会记一次，只存在本机，不含通话内容。',
    nothingLearnt: '用过或收起过提示卡之后，这里会说明每张卡为什么多显示或少显示。',
    counts: '{{total}} 次中用了 {{used}} 次；预计有 {{low}} – {{high}} % 会用到',
    state: {
      usual: '照常显示',
      less: '少显示：最多只有不到 {{share}} % 会用到',
      urgent: '紧急：总是显示',
    },
    forget: '忘掉“{{title}}”的使用情况',
    forgetAll: '全部忘掉',
  },
  display: {
    title: '阅读与读屏',
    textSize: '文字大小',
    screenReaderFirst: '读屏优先',
    screenReaderHint: '新的提示卡立即读出，字幕保持展开并读出，关闭动画',
  },
};
