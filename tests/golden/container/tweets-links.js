window.YTD.tweets.part0 = [
 {
  "tweet": {
   "source": "<a href=\"https://x.example\">Web</a>",
   "entities": {
    "hashtags": [
     {
      "text": "canals"
     }
    ],
    "urls": [
     {
      "url": "https://t.co/q1",
      "expanded_url": "https://canal.example.org/lock"
     },
     {
      "url": "https://t.co/q2",
      "expanded_url": "https://canal.example.org/ferry"
     }
    ]
   },
   "id_str": "17640",
   "created_at": "Tue Mar 05 10:12:00 +0000 2024",
   "full_text": "The lock at Mill End stays shut until Easter https://t.co/q1, the ferry runs https://t.co/q2",
   "lang": "en"
  }
 }
]
