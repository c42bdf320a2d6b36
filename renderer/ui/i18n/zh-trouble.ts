/** What happened and what it means, then what to do next, by the code of the failure, in Chinese. */
export const zhTrouble = {
  'microphone-denied': {
    what: '麦克风权限被拒绝，客户听不到您。',
    next: '在系统设置中允许 Sidetone 使用麦克风，然后重拨。',
  },
  'microphone-missing': { what: '没有找到麦克风。', next: '插上耳麦，再到“设置 · 音频设备”中选择。' },
  'microphone-silent': {
    what: '麦克风没有声音，客户可能听不到您。',
    next: '检查耳麦的静音开关，或换一个麦克风。',
  },
  'talking-while-muted': { what: '您正在静音中说话，对方听不到。', next: '要让对方听到，按 M 取消静音。' },
  'muted-but-heard': { what: '静音时有声音传出，已强制切断。', next: '对方可能听到了片刻；取消静音即恢复。' },
  'held-but-heard': { what: '保持时有声音传出，已强制切断。', next: '对方可能听到了片刻；请告知管理员。' },
  'microphone-off-outside': {
    what: '麦克风在耳麦或系统里被关闭，客户听不到您。',
    next: '按一下耳麦上的静音键，或在系统声音设置中打开麦克风。',
  },
  internal: { what: '软件内部出错（{{message}}）。', next: '再试一次；仍然出错请导出诊断信息给管理员。' },
  'echo-heard': {
    what: '客户能听到自己的回声，它从您的扬声器进了麦克风。',
    next: '请戴耳麦，或调低扬声器音量；回声消除在“设置 · 音频设备”。',
  },
  'headset-gone': { what: '耳麦断开，通话已转到 {{message}}。', next: '插回耳麦后会自动切换回去。' },
  'headset-back': { what: '耳麦已恢复，通话回到 {{message}}。', next: '无需操作。' },
  'microphone-gone': { what: '所有麦克风都已断开，客户听不到您。', next: '请插上耳麦，通话会自动接上。' },
  'stun-silent': { what: 'STUN 服务器没有应答（{{message}}）。', next: '核对地址，或询问防火墙是否放行 UDP。' },
  'turn-silent': { what: 'TURN 服务器没有分配中继（{{message}}）。', next: '核对地址、用户名和口令。' },
  'loop-failed': { what: '回声电话没有打通（{{message}}）。', next: '核对回声测试号码，或询问管理员。' },
  'loop-silent': {
    what: '回声电话接通了，但没有声音回来。',
    next: '对着麦克风说话再试；仍不行请检查网络与防火墙的 UDP。',
  },
  'number-invalid': { what: '这不是可以拨打的号码。', next: '检查号码是否完整，国际号码以 + 开头。' },
  'not-registered': { what: '话机尚未注册，不能拨打。', next: '到“设置 · 话务台”中测试连接。' },
  'wrong-password': { what: '分机号或密码不正确。', next: '重新输入密码；仍不行请联系管理员。' },
  'dns-not-found': { what: '找不到话务台的域名。', next: '检查地址拼写，或网络与 VPN 是否连上。' },
  'connection-refused': { what: '话务台没有接受连接。', next: '核对端口，或询问管理员话务台是否在运行。' },
  'tls-failed': { what: '无法与话务台建立加密连接。', next: '核对证书与系统时间，或联系管理员。' },
  'websocket-refused': { what: '话务台不接受 WebSocket。', next: '核对地址中的路径，通常以 /ws 结尾。' },
  'register-refused': { what: '话务台拒绝了注册。', next: '核对 SIP 域和分机号。' },
  'pbx-unreachable': { what: '与话务台的连接断开，暂时收不到来电。', next: '正在自动重连，无需操作。' },
  'pbx-not-set-up': { what: '还没有设置话务台，不能打电话。', next: '到“设置 · 话务台”填写地址、分机号和密码。' },
  'server-unreachable': {
    what: '连不上中心服务器，记录已安全存在本机。',
    next: '恢复后会自动同步，可以继续打电话；一直连不上请核对“设置 · 中心服务器”中的地址。',
  },
  'disk-full': {
    what: '磁盘已满，新的通话记录无法保存。',
    next: '请立即清理磁盘空间，并且不要退出 Sidetone：有了空间会自动补存。',
  },
  'disk-full-at-start': {
    what: '磁盘已满，打不开本机的通话记录，Sidetone 还不能开始。',
    next: '请清理磁盘空间，有了空间会自动继续。',
  },
  'local-store-closed': {
    what: '打不开本机的通话记录，Sidetone 还不能开始。',
    next: '请检查磁盘空间和权限；会自动再试，仍不行请联系管理员。',
  },
  'store-recovered': { what: '本机存储恢复正常，刚才的通话记录已保存。', next: '可以继续打电话。' },
  'record-refused': { what: '服务器拒收了通话记录。', next: '记录仍在本机。请把记录页的说明发给管理员。' },
  'model-missing': {
    what: '缺少听辨模型（{{message}}），副驾不可用，电话照常。',
    next: '运行 npm run models 下载，再到“设置 · 副驾模型”刷新。',
  },
  'model-missing-partly': {
    what: '缺少一个听辨模型（{{message}}），提示卡会少一些或无法核实，电话照常。',
    next: '运行 npm run models 下载，再到“设置 · 副驾模型”刷新。',
  },
  'model-damaged': {
    what: '听辨模型文件已损坏（{{message}}），副驾不可用，电话照常。',
    next: '运行 npm run models 重新下载，再到“设置 · 副驾模型”刷新。',
  },
  'model-damaged-partly': {
    what: '一个听辨模型文件已损坏（{{message}}），提示卡会少一些或无法核实，电话照常。',
    next: '运行 npm run models 重新下载，再到“设置 · 副驾模型”刷新。',
  },
  'ears-restarted': { what: '副驾出错后已重启，通话不受影响。', next: '中断期间的话没有听到，无需操作。' },
  'ears-unavailable': {
    what: '副驾反复出错，暂时不可用，电话照常。',
    next: '会自动再试；一直如此请到“设置 · 副驾模型”查看，或重启 Sidetone。',
  },
  'cue-book-invalid': { what: '提示卡本有错误，仍在用上一版。', next: '请管理员修正：{{message}}' },
  'media-failure': { what: '通话没有声音，已结束。', next: '检查网络后重拨。' },
  'hold-refused': { what: '话务台没有同意保持，通话继续。', next: '客户仍听得到您；稍后可再试。' },
  'resume-refused': { what: '话务台没有同意恢复，通话仍在保持。', next: '请再按一次“恢复”。' },
  'no-common-codec': {
    what: '来电的语音格式无法识别，没有接通。',
    next: '请客户再打一次；一再出现请把时间告诉管理员。',
  },
  'turn-refused': {
    what: 'TURN 服务器不接受用户名或密码，通话照常。',
    next: '请管理员核对“设置 · 话务台”中的 TURN 账号；在外网时可能没有声音。',
  },
  'refer-declined': {
    what: '话务台想把这通电话转走，Sidetone 没有同意，通话继续。',
    next: '要转接请由您自己操作；一再出现请告诉管理员。',
  },
  'call-failed': { what: '电话没有打通。', next: '稍后再试。' },
  'unknown-extension': {
    what: '话务台没有这个分机。',
    next: '核对分机号和 SIP 域，或询问管理员。',
  },
  'certificate-expired': {
    what: '话务台的证书已过期。',
    next: '请管理员更新证书；也请核对本机时间。',
  },
  'server-error': {
    what: '中心服务器出错，记录已安全存在本机。',
    next: '稍后会自动重试，可以继续打电话。',
  },
  'server-answer-invalid': {
    what: '中心服务器的回答无法理解，记录已安全存在本机。',
    next: '请核对服务器地址与版本，或联系管理员。',
  },
  unauthorized: {
    what: '中心服务器不认识这台电脑，记录留在本机。',
    next: '请管理员提供登记令牌，填入“设置 · 中心服务器”。',
  },
  'desk-mismatch': {
    what: '这台电脑在服务器上登记成了另一席位。',
    next: '请用新的登记令牌重新登记。',
  },
  'not-ready': {
    what: '现在还不能拨打。',
    next: '先完成手头的通话或话后整理。',
  },
  'ears-in-call': { what: '耳朵正在听通话。', next: '挂断后再试。' },
  'not-now': {
    what: '现在不能切换到这个状态。',
    next: '先完成手头的通话或话后整理。',
  },
  'desk-died': { what: 'Sidetone 意外退出，通话中断。', next: '重新启动后会自动取回。' },
  'taken-back': { what: '通话已取回。', next: '继续通话即可。' },
  'call-recovered': {
    what: '上次意外退出时未写完的 {{message}} 条通话已补记。',
    next: '可在“通话记录”中查看，结果为“意外中断”。',
  },
  'draft-unreadable': {
    what: '有 {{message}} 条未写完的通话无法读取。',
    next: '如需找回，请联系管理员。',
  },
  'ears-audio': {
    what: '副驾接不到这通电话的声音，通话照常。',
    next: '继续通话；下一通仍如此请重启 Sidetone。',
  },
  'ears-protocol': {
    what: '副驾的消息无法理解，通话照常。',
    next: '重启 Sidetone；仍出现请联系管理员。',
  },
  'local-store-failed': {
    what: '本机存储无法写入，新的通话记录可能保存不了。',
    next: '检查磁盘空间和权限，先不要退出 Sidetone：恢复后会自动补存。',
  },
  'payload-unreadable': {
    what: '这条记录无法读取，可能已损坏。',
    next: '请联系管理员；服务器上可能仍有副本。',
  },
  'key-invalid': {
    what: '本机记录的密钥无效，无法打开本机记录。',
    next: '重新登录系统后再启动 Sidetone；仍不行请联系管理员。',
  },
  'settings-damaged': {
    what: '设置文件已损坏，已改用默认设置。',
    next: '请重新填写设置并保存。',
  },
  'dtmf-not-a-tone': {
    what: '这个按键不能发送。',
    next: '只能发送 0–9、* 和 #。',
  },
  'file-unreadable': {
    what: '文件无法读取。',
    next: '检查文件是否存在、是否有权限。',
  },
  'microphone-busy': { what: '麦克风打不开，可能正被别的程序占用。', next: '关闭占用麦克风的程序，或换一个麦克风。' },
  'dns-timeout': { what: '域名解析没有回应。', next: '检查网络与 VPN 是否连上。' },
  'connect-timeout': { what: '话务台没有回应。', next: '核对地址和端口；防火墙可能拦截了连接。' },
  'websocket-timeout': { what: '话务台没有回应 WebSocket 握手。', next: '核对地址中的路径，通常以 /ws 结尾。' },
  'register-timeout': { what: '话务台没有回应注册请求。', next: '核对 SIP 域，或询问管理员话务台是否正常。' },
};
