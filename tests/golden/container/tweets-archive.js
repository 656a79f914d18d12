window.YTD.tweets.part0 = [
 {
  "tweet": {
   "edit_info": {
    "initial": {}
   },
   "retweeted": false,
   "source": "<a href=\"https://mobile.twitter.com\">Twitter Web App</a>",
   "entities": {
    "hashtags": [
     {
      "text": "ice",
      "indices": [
       1,
       2
      ]
     }
    ],
    "urls": []
   },
   "display_text_range": [
    "0",
    "50"
   ],
   "favorite_count": "1",
   "id_str": "1366",
   "created_at": "Mon Mar 01 10:00:00 +0000 2021",
   "full_text": "The ferry will not run in winter, the harbour office said on Tuesday, as the ice is thicker every year.",
   "lang": "en"
  }
 },
 {
  "tweet": {
   "id_str": "1367",
   "created_at": "Mon Mar 01 11:00:00 +0000 2021",
   "full_text": "The council answered that it had not been asked and would meet again next week to decide.",
   "lang": "en",
   "entities": {
    "hashtags": []
   }
  }
 }
]