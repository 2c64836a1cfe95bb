/// The instructions that the pickle machine knows: everything that builds data, nothing that calls.
///
/// Left out on purpose: `INST`, `OBJ` (instantiate a class), `EXT1/2/4` (a registry outside the
/// file) and the out-of-band buffers of protocol 5. `REDUCE`, `NEWOBJ` and `BUILD` are here because
/// they can be recorded without being carried out.
/// Source: the table of `pickletools` in the Python library.
enum PickleOpcode: UInt8 {
  // Protocols 0 and 1.
  case mark = 0x28  // (
  case emptyTuple = 0x29  // )
  case stop = 0x2e  // .
  case pop = 0x30  // 0
  case popMark = 0x31  // 1
  case dup = 0x32  // 2
  case binBytes = 0x42  // B, protocol 3
  case shortBinBytes = 0x43  // C, protocol 3
  case float = 0x46  // F
  case binFloat = 0x47  // G
  case int = 0x49  // I
  case binInt = 0x4a  // J
  case binInt1 = 0x4b  // K
  case long = 0x4c  // L
  case binInt2 = 0x4d  // M
  case none = 0x4e  // N
  case persid = 0x50  // P
  case binPersid = 0x51  // Q
  case reduce = 0x52  // R
  case string = 0x53  // S
  case binString = 0x54  // T
  case shortBinString = 0x55  // U
  case unicode = 0x56  // V
  case binUnicode = 0x58  // X
  case emptyList = 0x5d  // ]
  case append = 0x61  // a
  case build = 0x62  // b
  case global = 0x63  // c
  case dict = 0x64  // d
  case appends = 0x65  // e
  case get = 0x67  // g
  case binGet = 0x68  // h
  case longBinGet = 0x6a  // j
  case list = 0x6c  // l
  case put = 0x70  // p
  case binPut = 0x71  // q
  case longBinPut = 0x72  // r
  case setItem = 0x73  // s
  case tuple = 0x74  // t
  case setItems = 0x75  // u
  case emptyDict = 0x7d  // }

  // Protocol 2.
  case proto = 0x80
  case newObj = 0x81
  case tuple1 = 0x85
  case tuple2 = 0x86
  case tuple3 = 0x87
  case newTrue = 0x88
  case newFalse = 0x89
  case long1 = 0x8a
  case long4 = 0x8b

  // Protocol 4.
  case shortBinUnicode = 0x8c
  case binUnicode8 = 0x8d
  case binBytes8 = 0x8e
  case emptySet = 0x8f
  case addItems = 0x90
  case frozenSet = 0x91
  case newObjEx = 0x92
  case stackGlobal = 0x93
  case memoize = 0x94
  case frame = 0x95

  // Protocol 5.
  case byteArray8 = 0x96

  /// The protocol that introduced the instruction; 0 for those every pickle may use.
  var minimumProtocol: Int {
    switch rawValue {
    case 0x42, 0x43: 3
    case ..<0x80: 0
    case ..<0x8c: 2
    case 0x8f: 2  // Introduced with 4, but formats that declare 2 are known to use it.
    case ..<0x96: 4
    default: 5
    }
  }
}
