/** What is wrong with what was typed or set, in Chinese: numbers, addresses, certificates, accounts. */
export const zhTroubleInput = {
  'number-empty': { what: '还没有号码。', next: '先输入或粘贴一个号码，再按“呼叫”。' },
  'number-unreadable': { what: '这里面没有可以拨打的号码。', next: '只粘贴号码本身，国际号码以 + 开头。' },
  'number-incomplete': { what: '号码位数不对，没有拨出。', next: '检查是否少了或多了数字；外国号码请加国家码。' },
  'number-ambiguous': { what: '文字里不止一个号码，没有拨出。', next: '只粘贴要拨打的那一个。' },
  'account-not-registered': {
    what: '这通电话要用的账号没有注册，不能用它呼出。',
    next: '输入号码并在下方换一个账号，或点顶部状态查看原因。',
  },
  'register-interval': {
    what: '话务台不接受本机请求的注册时长。',
    next: '会自动再试；一直如此请管理员把最短注册时长设为 300 秒或更短。',
  },
  'certificate-untrusted': {
    what: '话务台的证书不受这台电脑信任（自签名，或签发者未知）。',
    next: '请管理员换用受信任的证书，或在这台电脑上安装签发者的根证书。',
  },
  'certificate-wrong-name': {
    what: '话务台的证书是给另一个域名的。',
    next: '地址请填证书上的域名，或请管理员换证书。',
  },
  'certificate-not-yet-valid': {
    what: '话务台的证书还没有生效。',
    next: '请先核对本机的日期和时间；时间无误请联系管理员。',
  },
  'websocket-not-found': {
    what: '这个地址上没有话务台的 WebSocket（HTTP {{message}}）。',
    next: '核对地址中的路径，通常以 /ws 结尾。',
  },
  'websocket-no-sip': {
    what: '这个地址能连接 WebSocket，但不是 SIP 话务台。',
    next: '核对地址和路径；请管理员确认话务台开启了 SIP over WebSocket。',
  },
};
